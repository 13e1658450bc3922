const crypto = require('crypto');
// Function to generate token
function generateToken(apiKey, email) {
const currentTime = new Date().toISOString().slice(0, 13).replace(/[-T]/g, '-').replace(':', ' ');
const data = `${email}:${currentTime}`;
const hash = crypto.createHmac('sha256', apiKey).update(data).digest('base64');
return hash;
}
// API request function
async function renewDomain(email, apiKey, domain, regperiod = 1) {
const endpoint = 'https://portal.hostraha.com/modules/addons/DomainsReseller/api/index.php';
const action = '/order/domains/renew';
const params = new URLSearchParams({
domain: domain,
regperiod: regperiod.toString(),
'addons[dnsmanagement]': '0',
'addons[emailforwarding]': '1',
'addons[idprotection]': '1'
});
const token = generateToken(apiKey, email);
try {
const response = await fetch(`${endpoint}${action}`, {
method: 'POST',
headers: {
'Content-Type': 'application/x-www-form-urlencoded',
'username': email,
'token': token
},
body: params.toString()
});
const result = await response.json();
return result;
} catch (error) {
console.error('Error renewing domain:', error);
throw error;
}
}
// Usage example
renewDomain('[email protected]', 'YOUR_API_KEY', 'example.com', 3)
.then(result => console.log('Domain renewal result:', result))
.catch(error => console.error('Error:', error));
